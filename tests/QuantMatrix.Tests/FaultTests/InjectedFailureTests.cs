using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A failure on purpose needs the variable, spelled right; without it nothing is armed.</summary>
public class InjectedFailureTests
{
    [Theory]
    [InlineData("lake.after_file:kill", Failpoint.LakeAfterFile, InjectedFault.Kill, 1)]
    [InlineData("redis.before_exec:pause:3", Failpoint.RedisBeforeExec, InjectedFault.Pause, 3)]
    [InlineData("repair.features_dropped:enospc:12", Failpoint.RepairFeaturesDropped, InjectedFault.Enospc, 12)]
    public void A_failure_is_a_point_a_fault_and_a_number(string text, Failpoint point, InjectedFault fault, int nth)
    {
        InjectedFailure.Parse(text).ShouldBe(new(point, fault, nth));
        InjectedFailure.Parse(text).ToString().ShouldBe(text.Count(c => c == ':') == 1 ? $"{text}:1" : text);
    }

    [Theory]
    [InlineData("lake.after_fil:kill", "unknown point 'lake.after_fil'; did you mean 'lake.after_file'?")]
    [InlineData("LakeAfterFile:kill", "unknown point 'LakeAfterFile'")]
    [InlineData("lake.after_file:kil", "unknown fault 'kil'; did you mean 'kill'?")]
    [InlineData("lake.after_file:kill:0", "found '0' as the number of times the point is reached; expected 1 or more")]
    [InlineData("lake.after_file:kill:-1", "found '-1'")]
    [InlineData("lake.after_file:kill:", "found ''")]
    [InlineData("lake.after_file:kill:1:1", "found 'lake.after_file:kill:1:1'; expected point:fault[:nth] like lake.after_file:kill:2")]
    [InlineData("lake.after_file", "found 'lake.after_file'; expected point:fault[:nth]")]
    [InlineData("1", "found '1'; expected point:fault[:nth]")]
    public async Task A_misspelled_failure_is_invalid_configuration(string text, string fault)
    {
        using var trial = new Trial { Variables = { ["QM_FAILPOINT"] = text } };
        (await trial.CallAsync("jobs")).ShouldBe(ExitCode.Configuration, $"QM_FAILPOINT: {fault}");
    }

    [Fact]
    public async Task Without_the_variable_nothing_fails()
    {
        Failpoints.Armed.ShouldBeNull();
        using var trial = new Trial { Variables = { ["QM_FAILPOINT"] = " " } };
        (await trial.CallAsync("jobs")).ShouldBe(ExitCode.Ok);
        Failpoints.Armed.ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_is_armed_says_so()
    {
        using var folder = new TempFolder();
        using var process = Executable.Command(folder["data"], folder["replay"], ["jobs"], ["QM_FAILPOINT=lake.after_file:kill"]);
        (await process.EndedAsync()).ShouldBe(ExitCode.Ok, "QM_FAILPOINT=lake.after_file:kill:1: this process fails there on purpose; unset the variable");
    }
}
