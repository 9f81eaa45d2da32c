using System.Text.RegularExpressions;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damaged job files: one that plans, or a configuration error with the line of each fault.</summary>
[Trait("class", "slow")]
public partial class JobFileFuzzTests
{
    private static readonly string[] Tokens =
    [
        "[", "]", "{", "}", ": ", "- ", "\n", "\t", "&a ", "*a", "!!str ", "<<: ", "? ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n",
        "#", "\"", "'", "\0", "\u001b[31m",
        "needs: [record]", "run: ", "jobs:", "chains:", "cron: \"* * * * *\"", "days: -1", "tz: Mars/Phobos", "99999999999",
        "~", "yes", "\u2028", "[[[[[[[[[[[[[[",
    ];

    [Fact]
    public async Task Job_files_plan_or_name_the_line_of_each_fault()
    {
        var shipped = await File.ReadAllBytesAsync(Path.Combine(Fixtures.Repository, "jobs.yaml"));
        await new Fuzzer("yaml", [shipped, .. Fuzzer.Corpus("yaml")], Tokens).RunAsync(Fuzzer.Inputs(2_000), bytes =>
        {
            try
            {
                using var text = new StreamReader(new MemoryStream(bytes));
                var file = new JobFileReader(JobKinds.Standard).Read("jobs.yaml", text);
                foreach (var target in file.Chains.Keys)
                    if (new Planner(file).Plan(new(target)).Jobs.Count == 0) return $"{target} plans no job";
                return null;
            }
            catch (ConfigurationException e)
            {
                return e.Message.Split('\n').All(line => Located().IsMatch(line)) ? null : $"without a line: {e.Message}";
            }
        });
    }

    [GeneratedRegex("^jobs.yaml:[1-9][0-9]*: .")]
    private static partial Regex Located();
}
