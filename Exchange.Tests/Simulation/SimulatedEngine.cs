using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>The real engine state behind a seam where a test can plant a bug.</summary>
internal class SimulatedEngine
{
    public EngineState State { get; private set; } = new();

    public virtual CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output) =>
        State.Apply(command, State.Sequence + 1, atMicroseconds, output);

    public virtual void Replay(JournalRow row, EventBuffer output) => new RowReplay(State).Apply(row, output);

    public byte[] Write() => SnapshotCodec.Write(State);

    public void Read(SimulatedSnapshot snapshot) => State = SnapshotCodec.Read(snapshot.Payload);
}
