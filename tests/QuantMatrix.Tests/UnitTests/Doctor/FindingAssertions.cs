using QuantMatrix.Batch.Doctor;

namespace QuantMatrix.Tests.UnitTests.Doctor;

/// <summary>Checks of findings.</summary>
internal static class FindingAssertions
{
    /// <summary>The level and part of the text; a warning and a failure have a fix, and only a failure has an exit code.</summary>
    public static void ShouldSay(this Checkup finding, string level, string text, int code = 78)
    {
        $"{finding.Level}".ToLowerInvariant().ShouldBe(level, finding.Found);
        finding.Found.ShouldContain(text);
        (finding.Fix is { Length: > 0 }).ShouldBe(level != "ok");
        finding.Code.ShouldBe(level == "fail" ? code : 0);
        finding.Lines(finding.What.Length).Count().ShouldBe(level == "ok" ? 1 : 2);
    }
}
