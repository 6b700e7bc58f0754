namespace Exchange.Tests.Simulation;

/// <summary>The simulation is a guard, so here it is shown to bite: each planted bug is found within a few seeds, by the
/// invariant that it breaks, and the message says how to see it again.</summary>
public sealed class PlantedBugTests
{
    private const int Seeds = 20;

    /// <summary>For what takes three rare things at once.</summary>
    private const int ManySeeds = 200;

    [Fact]
    public void An_answer_before_the_commit() =>
        Finds("INV-20", new Parts { Pipeline = (p, w) => new AnswersBeforeCommit(p, w) });

    [Fact]
    public void A_transfer_whose_reference_is_not_checked_when_it_is_sent_again() =>
        Finds("ONCE", new Parts { Engine = () => new ForgetsReferences() });

    [Fact]
    public void An_order_whose_client_order_id_is_not_checked_when_it_is_sent_again() =>
        Finds("ONCE", new Parts { Engine = () => new ForgetsClientOrderIds() });

    [Fact]
    public void Money_given_back_twice() => Finds("INV-3", new Parts { Engine = () => new UnlocksTwice() });

    [Fact]
    public void A_later_order_served_first() => Finds("INV-5/6/7 or INV-16", new Parts { Engine = () => new ServesTheLaterFirst() });

    [Fact]
    public void A_snapshot_of_a_half_applied_batch() =>
        Finds("INV-8", new Parts { Snapshots = (p, w) => new SnapshotsHalfABatch(p, w) });

    [Fact]
    public void A_position_committed_apart_from_its_rows() =>
        Finds("INV-21", new Parts { Projector = (p, w) => new CommitsPositionApart(p, w) });

    [Fact]
    public void Two_leaders_and_a_database_that_lets_both_write() => Finds("INV-10", new Parts { DatabaseIgnoresKeys = true });

    [Fact]
    public void A_replaced_projector_that_may_still_write() =>
        Finds("INV-21 or LIVENESS", new Parts { DatabaseIgnoresOwners = true }, ManySeeds);

    [Fact]
    public void Expiries_that_nobody_looks_at() => Finds("EXPIRY", new Parts { Pipeline = (p, w) => new NeverAdvances(p, w) });

    private static void Finds(string invariant, Parts parts, int seeds = Seeds)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            try
            {
                Simulation.Run(seed, parts);
            }
            catch (SimulationFailed found)
            {
                // A swap of two fills may show first in what an order has left.
                Assert.True(
                    invariant.Split(" or ").Any(name => found.Message.Contains($"{name}:", StringComparison.Ordinal)), found.Message);
                Assert.Contains($"EXCHANGE_SIM_SEED={seed} ", found.Message, StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail($"{invariant} was broken and {seeds} seeds did not see it.");
    }
}
