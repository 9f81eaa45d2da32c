using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli.Completion;

/// <summary>What may follow a command or an option.</summary>
internal sealed class CompletionWords(JobFile file)
{
    private static readonly string[] Files = ["FILE", "DIR"];

    private readonly Dictionary<string, IReadOnlyList<string>> words = new()
    {
        ["TARGET"] = [.. file.Chains.Keys, .. file.Jobs.Keys],
        ["JOB"] = [.. file.Jobs.Keys],
        ["SCHEDULE"] = [.. file.Schedules.Select(s => s.Name)],
        ["ACTION"] = ["list", "show", "release", "drop"],
        ["VIEW"] = PortfolioCommand.Actions,
        ["SYSTEM"] = ExportCommand.Systems,
        ["SHELL"] = ["bash", "zsh", "fish"],
        ["FORMAT"] = [.. Enum.GetValues<TableFormat>().Select(f => SnakeCase.Of($"{f}"))],
    };

    /// <summary>Commands with their help; those of the help itself included.</summary>
    public static IReadOnlyList<(string Name, string Help)> Commands =>
        [.. CommandSchema.All.Select(c => (c.Name, c.Help)), ("help", "Show the help of a command."), ("version", "Show the version.")];

    /// <param name="value">The name of an argument or of an option's value: <c>TARGET</c>.</param>
    public IReadOnlyList<string> Of(string value) => words.GetValueOrDefault(value, []);

    public IReadOnlyList<string> Of(CommandOption option) => option.Name == "log" ? ["text", "json"] : Of(option.Value);

    public static bool IsFile(string value) => Files.Contains(value);
}
