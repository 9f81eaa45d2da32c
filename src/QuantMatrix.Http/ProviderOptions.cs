using QuantMatrix.Model;

namespace QuantMatrix.Http;

/// <summary>Where a provider is reached and how hard it may be asked.</summary>
public sealed record ProviderOptions
{
    /// <summary>Scheme and host, for a proxy also a path.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Shows the key; null for a provider that needs none.</summary>
    public Func<string>? Key { get; init; }

    public int CallsPerMinute { get; init; } = 60;

    /// <summary>Calls of one day by UTC, over all runs; null for as many as one likes.</summary>
    public int? CallsPerDay { get; init; }

    /// <summary>Calls under way at a time.</summary>
    public int Concurrency { get; init; } = 25;

    /// <summary>Tries after the first one, for faults that may pass.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the first retry; each further one waits about twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one try, body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one question with its retries and its waiting for a turn.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nobody asks after a 429 that names no time.</summary>
    public TimeSpan PauseWhenThrottled { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A provider that wants to be left alone for longer is not asked again in this run.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long nobody asks once most tries have failed.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Breaks in a row after which the provider is not asked again in this run.</summary>
    public int MostBreaks { get; init; } = 3;

    /// <summary>How long an answer is used again.</summary>
    public TimeSpan KeepAnswers { get; init; } = TimeSpan.FromHours(1);

    public int MaxAnswerBytes { get; init; } = 64 << 20;

    /// <summary>The base address as a path is put behind it.</summary>
    internal string Address => BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <exception cref="ConfigurationException">Naming every fault, and not the key.</exception>
    internal void Check(string provider)
    {
        var faults = new List<string>();
        if (!BaseUrl.IsAbsoluteUri || BaseUrl.Scheme is not ("http" or "https")) faults.Add("BaseUrl is no address; expected one like https://example.com");
        if (Key?.Invoke() is { } key && (key.Length == 0 || key.Any(c => c is <= ' ' or > '~')))
            faults.Add("the key is empty or holds other than printable characters");
        if (CallsPerMinute < 1) faults.Add($"CallsPerMinute is {CallsPerMinute}; expected at least 1");
        if (CallsPerDay < 1) faults.Add($"CallsPerDay is {CallsPerDay}; expected at least 1");
        if (Concurrency < 1) faults.Add($"Concurrency is {Concurrency}; expected at least 1");
        if (Retries < 0) faults.Add($"Retries is {Retries}; expected at least 0");
        if (MostBreaks < 1) faults.Add($"MostBreaks is {MostBreaks}; expected at least 1");
        if (MaxAnswerBytes < 1) faults.Add($"MaxAnswerBytes is {MaxAnswerBytes}; expected at least 1");
        foreach (var (name, span) in new[] { (nameof(RetryDelay), RetryDelay), (nameof(PauseWhenThrottled), PauseWhenThrottled) })
            if (span < TimeSpan.Zero) faults.Add($"{name} is {span}; expected 0 or more");
        foreach (var (name, span) in new[] { (nameof(Timeout), Timeout), (nameof(TotalTimeout), TotalTimeout) })
            if (span < TimeSpan.FromMilliseconds(10)) faults.Add($"{name} is {span}; expected at least 10 ms");
        if (BreakDuration < TimeSpan.FromSeconds(0.5)) faults.Add($"BreakDuration is {BreakDuration}; expected at least 0.5 s");
        if (faults.Count > 0) throw new ConfigurationException($"{provider}: {string.Join("; ", faults)}");
    }
}
