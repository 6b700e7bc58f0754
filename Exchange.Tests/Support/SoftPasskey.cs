using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Tests.Support;

/// <summary>
/// A browser and an authenticator in one, which can also lie: it makes one ES256 passkey and answers with it as the standard says, unless a
/// test has it say something else.
/// </summary>
internal sealed class SoftPasskey : IDisposable
{
    public const string Site = "https://exchange.test";
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte BackupEligible = 0x08;
    private const byte BackedUp = 0x10;
    private const byte HasCredential = 0x40;
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The page that asks.</summary>
    public string Origin { get; set; } = Site;

    /// <summary>The domain that the device is told, or null for the one in the question.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>Whether the device has seen a finger, a face or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Whether it is kept elsewhere, too.</summary>
    public bool IsSynced { get; set; }

    /// <summary>Whether the page is within another one.</summary>
    public bool IsFramed { get; set; }

    /// <summary>How often it has signed; stays 0 when it does not count.</summary>
    public uint SignCount { get; set; }

    /// <summary>Whose it says it is.</summary>
    public string? UserHandle { get; set; }

    /// <summary>The device's id of the passkey.</summary>
    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(20);

    /// <summary>Makes the passkey.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        UserHandle = (string)asked["user"]!["id"]!;
        var data = DataOf((string)asked["rp"]!["id"]!, HasCredential);
        byte[] authenticatorData =
            [.. data, .. new byte[16], (byte)(Id.Length >> 8), (byte)Id.Length, .. Id, .. PublicKey()];
        byte[] attestation =
        [
            0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(authenticatorData),
        ];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", (string)asked["challenge"]!)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal", "hybrid"),
        });
    }

    /// <summary>Signs.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        var clientData = ClientData("webauthn.get", (string)asked["challenge"]!);
        var data = DataOf((string)asked["rpId"]!, 0);
        byte[] signed = [.. data, .. SHA256.HashData(clientData)];
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Encode(clientData),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = UserHandle,
        });
    }

    /// <summary>Signs with another key from now on.</summary>
    public void ForgetKey()
    {
        _key.Dispose();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public void Dispose() => _key.Dispose();

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Encode(Id),
        ["rawId"] = Encode(Id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, string challenge) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, object> { ["type"] = type, ["challenge"] = challenge, ["origin"] = Origin, ["crossOrigin"] = IsFramed });

    private byte[] DataOf(string relyingParty, byte more)
    {
        var flags = UserPresent | (Verifies ? UserVerified : 0) | (IsSynced ? BackupEligible | BackedUp : 0) | more;
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty ?? relyingParty)), (byte)flags, .. count];
    }

    /// <summary>COSE: kind EC2, algorithm ES256, curve P-256, x and y.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. Bytes(point.X!), 0x22, .. Bytes(point.Y!)];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => bytes.Length < 256
        ? [0x58, (byte)bytes.Length, .. bytes]
        : [0x59, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
