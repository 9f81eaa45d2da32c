using QuantMatrix.Batch.Doctor;

namespace QuantMatrix.Tests.UnitTests.Doctor;

public sealed class MachineRulesTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly DateTimeOffset Now = new(2026, 6, 30, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10.0.3", true, "ok", ".NET 10.0.1, SDK 10.0.3")]
    [InlineData(null, false, "ok", "no SDK and no sources to build")]
    [InlineData(null, true, "warn", "./run.sh --no-build still runs")]
    public void Without_an_SDK_sources_cannot_be_built(string? sdk, bool canBuild, string level, string text) =>
        MachineRules.Runtime(".NET 10.0.1", sdk, canBuild).ShouldSay(level, text);

    [Theory]
    [InlineData(256L, "ok", "limit 256")]
    [InlineData(255L, "fail", "limit 255; expected at least 256")]
    [InlineData(long.MaxValue, "ok", "unlimited")]
    [InlineData(null, "ok", "not tested")]
    public void Too_few_open_files_are_a_failure(long? allowed, string level, string text) => MachineRules.OpenFiles(allowed).ShouldSay(level, text);

    [Theory]
    [InlineData(512, "ok", "512 MiB")]
    [InlineData(511, "fail", "511 MiB; expected at least 512 MiB")]
    public void Too_little_memory_is_a_failure(long mebibytes, string level, string text) =>
        MachineRules.Memory(mebibytes * Mebibyte).ShouldSay(level, text);

    [Theory]
    [InlineData(1024, "ok", "1 GiB free at /d")]
    [InlineData(1023, "warn", "1023 MiB free at /d; expected at least 1 GiB")]
    [InlineData(100, "warn", "100 MiB")]
    [InlineData(99, "fail", "99 MiB free at /d; expected at least 1 GiB")]
    public void A_disk_that_is_almost_full_is_a_warning_then_a_failure(long mebibytes, string level, string text) =>
        MachineRules.Disk(mebibytes * Mebibyte, "/d").ShouldSay(level, text);

    /// <summary>Sizes in MiB by days before now; 1,000 MiB are free.</summary>
    [Theory]
    [InlineData("", "ok", "unknown")]
    [InlineData("0:500", "ok", "unknown")]
    [InlineData("6:100 0:500", "ok", "unknown: the reports of runs cover less than 7 days")]
    [InlineData("7:100 0:170", "ok", "10 MiB a day over 7 days: the disk is full in 100 days")]
    [InlineData("20:100 10:900 0:300", "ok", "10 MiB a day over 20 days: the disk is full in 100 days")]
    [InlineData("20:100 0:780", "warn", "34 MiB a day over 20 days: the disk is full in 29 days; expected at least 30")]
    [InlineData("20:100 0:760", "ok", "33 MiB a day over 20 days: the disk is full in 30 days")]
    [InlineData("20:500 0:400", "ok", "none in 20 days")]
    [InlineData("400:1 20:100 0:300", "ok", "10 MiB a day over 20 days")] // older reports do not count
    [InlineData("20:100 0:100.1", "ok", "more than 10 years")]
    [InlineData("20:100 0:300 -3:9000", "ok", "10 MiB a day over 20 days")] // nor do those of a clock that was ahead
    public void The_days_left_follow_from_the_growth_of_the_last_30_days(string sizes, string level, string text)
    {
        var known = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(':').Select(Number).ToArray())
            .Select(s => (Now.AddDays(-s[0]), (long)(s[1] * Mebibyte)));
        MachineRules.Growth(known, Now, 1000 * Mebibyte, "/d").ShouldSay(level, text);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
