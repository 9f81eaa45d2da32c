using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace QuantMatrix.Publish;

/// <summary>The certificate that a server presents.</summary>
/// <param name="Subject">Its distinguished name.</param>
/// <param name="NotAfter">When it expires, UTC.</param>
/// <param name="IsVerified">Whether connections verify it, so that an expired one ends them.</param>
public sealed record ServerCertificate(string Subject, DateTime NotAfter, bool IsVerified);

/// <summary>Reads the certificate of a server, also an expired or untrusted one. The connection is closed after the handshake.</summary>
internal static class CertificateProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <param name="begin">Asks a server for TLS; false when it has none.</param>
    /// <returns>The certificate that expires first; null without TLS, or while no server is reachable.</returns>
    public static async Task<ServerCertificate?> FirstToExpireAsync(
        IEnumerable<(string Host, int Port)> servers, bool isVerified, Func<Stream, CancellationToken, Task<bool>> begin, CancellationToken ct)
    {
        var found = new List<ServerCertificate>();
        foreach (var (host, port) in servers)
        {
            using var certificate = await ReadAsync(host, port, begin, ct);
            if (certificate is not null) found.Add(new(certificate.Subject, certificate.NotAfter.ToUniversalTime(), isVerified));
        }
        return found.MinBy(c => c.NotAfter);
    }

    private static async Task<X509Certificate2?> ReadAsync(string host, int port, Func<Stream, CancellationToken, Task<bool>> begin, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        X509Certificate2? found = null;
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(host, port, limit.Token);
            if (!await begin(socket.GetStream(), limit.Token)) return null;
            await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
            {
                found = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                return false; // seen, and no more is sent
            });
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, limit.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            // Unreachable, or the server requires more of its clients: what it presented counts.
        }
        return found;
    }
}
