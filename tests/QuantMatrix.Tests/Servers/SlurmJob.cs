using System.Globalization;
using System.Text.RegularExpressions;

namespace QuantMatrix.Tests.Servers;

/// <summary>A job as Slurm shows it.</summary>
/// <param name="Task">Its place in the array; null for a job of its own, or while several wait.</param>
/// <param name="State">PENDING, RUNNING, COMPLETED, FAILED …</param>
/// <param name="Exit">Exit code and signal, like <c>0:9</c>.</param>
/// <param name="Node">Where it is or was; <c>(null)</c> before.</param>
/// <param name="Restarts">How many times it was started again.</param>
internal sealed partial record SlurmJob(int? Task, string State, string Exit, string Node, int Restarts)
{
    public bool HasEnded => State is not ("PENDING" or "CONFIGURING" or "RUNNING" or "COMPLETING");

    /// <param name="line">Of <c>scontrol show -o job</c>.</param>
    public static SlurmJob Parse(string line)
    {
        var values = Field().Matches(line).DistinctBy(f => f.Groups[1].Value).ToDictionary(f => f.Groups[1].Value, f => f.Groups[2].Value);
        return new(int.TryParse(values.GetValueOrDefault("ArrayTaskId"), CultureInfo.InvariantCulture, out var task) ? task : null, values["JobState"],
            values["ExitCode"], values["NodeList"], int.Parse(values["Restarts"], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(\w+)=(\S*)")]
    private static partial Regex Field();
}
