using QuantMatrix.Batch.Config;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges which keys are set; values are never shown.</summary>
internal static class KeyRules
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="isLive">Whether bars come from providers.</param>
    /// <param name="providers">In order of preference.</param>
    /// <param name="set">The variables of the keys that are set.</param>
    public static Checkup Providers(bool isLive, IReadOnlyList<string> providers, IReadOnlyCollection<string> set)
    {
        if (!isLive) return Checkup.Ok("keys", "not needed: bars are replayed from a folder");
        var kinds = providers.Select(name => (Name: name, Key: ProviderKind.All.FirstOrDefault(k => k.Name == name)?.KeyVariable)).ToList();
        var usable = kinds.Where(k => k.Key is null || set.Contains(k.Key)).ToList();
        var skipped = kinds.Except(usable).ToList();
        if (usable.Count == 0)
            return Checkup.Fail("keys", $"none of {string.Join(", ", skipped.Select(k => k.Key))} is set, which the providers of jobs.yaml need",
                $"export {skipped[0].Key}_FILE=/path/to/key   # or {skipped[0].Key}=…, or add yahoo to providers: bars in jobs.yaml");
        var text = string.Join(", ", usable.Select(k => k.Key is null ? $"{k.Name} needs none" : $"{k.Key} is set"));
        if (skipped.Count > 0) text += $"; skipped without a key: {string.Join(", ", skipped.Select(k => $"{k.Name} ({k.Key})"))}";
        return Checkup.Ok("keys", text);
    }

    /// <param name="schedules">Those that fetch broker reports.</param>
    /// <returns>Null when nothing needs the keys.</returns>
    public static Checkup? Broker(Settings settings, IReadOnlyList<string> schedules)
    {
        var missing = new[] { ("IBKR_FLEX_TOKEN", settings.IbkrFlexToken), ("IBKR_FLEX_QUERY_ID", settings.IbkrFlexQueryId) }
            .Where(v => v.Item2 is null).Select(v => v.Item1).ToList();
        List<string> found = missing.Count == 0 ? ["IBKR_FLEX_TOKEN, IBKR_FLEX_QUERY_ID are set"] : [];
        if (settings.FlexTokens.Count > 0) found.Add($"{FlexTokensFile.Variable} has {Plural.Of(settings.FlexTokens.Count, "query", "queries")}");
        if (found.Count > 0) return Checkup.Ok("broker keys", string.Join("; ", found));
        if (schedules.Count == 0) return null;
        return Checkup.Warn("broker keys", $"{string.Join(", ", missing)} not set: schedule {string.Join(", ", schedules)} would end with 78",
            $"export {string.Join(' ', missing.Select(name => $"{name}_FILE=/path/to/file"))}   # or do not install that schedule");
    }

    /// <param name="files">Files of secrets by variable, and their modes. Those that a container mounts have the mode that it gives them.</param>
    /// <returns>One finding for each file that other users can read.</returns>
    public static IEnumerable<Checkup> Files(IEnumerable<(string Variable, string Path, UnixFileMode Mode)> files) =>
        from file in files
        where (file.Mode & Others) != 0 && !file.Path.StartsWith("/run/", StringComparison.Ordinal)
        let found = $"{file.Variable}: {file.Path} has mode {Convert.ToString((int)file.Mode, 8)}; expected 600, as other users can read it"
        select Checkup.Warn("secret files", found, $"chmod 600 {file.Path}");
}
