using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Other days than those of the query, and codes that are new.</summary>
public class FlexServiceDaysTests
{
    [Fact]
    public async Task Other_days_are_asked_for_with_the_request_alone()
    {
        using var trial = new FlexTrial(FlexTrial.Sent, FlexTrial.Report) { Days = new(new(2024, 3, 1), new(2024, 3, 4)) };

        await trial.FetchesAsync(FlexTrial.Report);
        trial.Server.Calls.Select(c => c.Target).ShouldBe([
            $"{FlexTrial.Base}/SendRequest?t={FlexTrial.Token}&q={FlexTrial.QueryId}&v=3&fd=20240301&td=20240304",
            $"{FlexTrial.Base}/GetStatement?t={FlexTrial.Token}&q={FlexTrial.Reference}&v=3",
        ]);
    }

    [Theory]
    [InlineData("Too many failed attempts. Your IP is blocked for 10 minutes.")]
    [InlineData("Rate LIMIT of the account reached.")]
    public async Task An_unknown_code_about_attempts_or_limits_is_temporary(string message)
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", 1025, message));
        (await trial.FailsAsync<TemporaryException>()).ShouldContain("code 1025");
    }

    [Fact]
    public async Task A_known_code_keeps_its_meaning_whatever_its_message_says()
    {
        using var trial = new FlexTrial(FlexTrial.Status("Fail", 1012, "Token has expired; attempt again."));
        await trial.FailsAsync<ConfigurationException>();
    }
}
