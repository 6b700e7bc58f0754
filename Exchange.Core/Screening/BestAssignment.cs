namespace Exchange.Core.Screening;

/// <summary>
/// Gives each row at most one column, so that the sum of what they are worth together is the largest: the Hungarian method with potentials
/// (Kuhn 1955, Munkres 1957), in the cube of the size.
/// </summary>
internal static class BestAssignment
{
    /// <summary>The column of each row, or -1. Pairs that are worth nothing are not made.</summary>
    public static int[] Of(double[,] worth)
    {
        var (rows, columns) = (worth.GetLength(0), worth.GetLength(1));
        if (rows > columns) return Turned(worth);
        var (rowPotential, columnPotential) = (new double[rows + 1], new double[columns + 1]);
        var rowOf = new int[columns + 1];
        for (var row = 1; row <= rows; row++) Augment(worth, row, rowPotential, columnPotential, rowOf);
        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        for (var column = 1; column <= columns; column++)
            if (rowOf[column] > 0 && worth[rowOf[column] - 1, column - 1] > 0) columnOf[rowOf[column] - 1] = column - 1;
        return columnOf;
    }

    private static int[] Turned(double[,] worth)
    {
        var (rows, columns) = (worth.GetLength(0), worth.GetLength(1));
        var turned = new double[columns, rows];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) turned[j, i] = worth[i, j];
        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        var rowOf = Of(turned);
        for (var j = 0; j < columns; j++)
            if (rowOf[j] >= 0) columnOf[rowOf[j]] = j;
        return columnOf;
    }

    /// <summary>Finds a place for one more row; others may have to move. Row and column 0 stand for nobody.</summary>
    private static void Augment(double[,] worth, int row, double[] rowPotential, double[] columnPotential, int[] rowOf)
    {
        var columns = rowOf.Length - 1;
        var (least, from, isUsed) = (new double[columns + 1], new int[columns + 1], new bool[columns + 1]);
        Array.Fill(least, double.PositiveInfinity);
        rowOf[0] = row;
        var column = 0;
        do
        {
            isUsed[column] = true;
            var (delta, next) = (double.PositiveInfinity, 0);
            for (var j = 1; j <= columns; j++)
            {
                if (isUsed[j]) continue;
                var cost = -worth[rowOf[column] - 1, j - 1] - rowPotential[rowOf[column]] - columnPotential[j];
                if (cost < least[j]) (least[j], from[j]) = (cost, column);
                if (least[j] < delta) (delta, next) = (least[j], j);
            }

            for (var j = 0; j <= columns; j++)
            {
                if (!isUsed[j])
                {
                    least[j] -= delta;
                    continue;
                }

                rowPotential[rowOf[j]] += delta;
                columnPotential[j] -= delta;
            }

            column = next;
        }
        while (rowOf[column] != 0);
        for (; column != 0; column = from[column]) rowOf[column] = rowOf[from[column]];
    }
}
