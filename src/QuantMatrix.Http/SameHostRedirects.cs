using System.Net;

namespace QuantMatrix.Http;

/// <summary>Follows redirects to other paths of the same host, as of a moved page; any other redirect is returned as received.</summary>
internal sealed class SameHostRedirects(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxRedirects = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        for (var i = 0; i < MaxRedirects && Target(request.RequestUri!, response) is { } target; i++)
        {
            response.Dispose();
            request.RequestUri = target;
            response = await base.SendAsync(request, cancellationToken);
        }
        return response;
    }

    private static Uri? Target(Uri from, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location) return null;
        var target = new Uri(from, location);
        return target.GetLeftPart(UriPartial.Authority) == from.GetLeftPart(UriPartial.Authority) ? target : null;
    }
}
