namespace Exchange.Tests.Support;

public sealed class SeedsTests
{
    [Fact]
    public void Each_seed_runs_once_and_none_on_the_threads_that_timers_need()
    {
        var runs = new int[1000];
        Seeds.Run(runs.Length, seed =>
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            Interlocked.Increment(ref runs[seed]);
        });
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void The_first_that_fails_ends_it_and_is_thrown()
    {
        var ran = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => Seeds.Run(1_000_000, seed =>
        {
            Interlocked.Increment(ref ran);
            if (seed >= 10) throw new InvalidOperationException("ten");
        }));
        Assert.Equal("ten", thrown.Message);
        Assert.InRange(ran, 11, 11 + Environment.ProcessorCount);
    }
}
