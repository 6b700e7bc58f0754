using System.Net;
using System.Net.Sockets;

namespace Exchange.Tests.Support;

/// <summary>
/// A port of this machine for a program that is started, killed and started again. Bound here as long as this lives, so that the system
/// gives it to nobody else; not listened on, so that the program, which binds it for use again as servers do, can.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private const int Tries = 100;
    private readonly List<Socket> _sockets = [];

    public ReservedPort()
    {
        for (var left = Tries; Number == 0; left--)
        {
            var first = Bound(IPAddress.Loopback, 0);
            _sockets.Add(first);
            var port = ((IPEndPoint)first.LocalEndPoint!).Port;
            try
            {
                // What is called localhost is both.
                if (Socket.OSSupportsIPv6) _sockets.Add(Bound(IPAddress.IPv6Loopback, port));
                Number = port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                // A machine whose loopback has no IPv6.
                Number = port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && left > 0)
            {
                // Taken in the other family: another one. This one stays bound meanwhile, so that it does not come again.
            }
        }
    }

    public int Number { get; }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static Socket Bound(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
