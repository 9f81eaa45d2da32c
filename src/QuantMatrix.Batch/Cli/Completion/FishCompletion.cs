using System.Text;

namespace QuantMatrix.Batch.Cli.Completion;

/// <summary>Completion for fish: one line per command, argument and option.</summary>
internal static class FishCompletion
{
    public static string Text(CompletionWords words)
    {
        var script = new StringBuilder("# Completion of ./run.sh for fish: ./run.sh completion fish | source\ncomplete -c run.sh -e\ncomplete -c run.sh -f\n");
        foreach (var (name, help) in CompletionWords.Commands) script.Append($"complete -c run.sh -n __fish_use_subcommand -a {name} -d {Quoted(help)}\n");
        script.Append($"{Of("help")} -a {Quoted(string.Join(' ', CommandSchema.All.Select(c => c.Name)))}\n");
        foreach (var command in CommandSchema.All)
        {
            foreach (var argument in command.Arguments) script.Append(Argument(command, argument, words));
            foreach (var option in command.Options) script.Append($"{Of(command.Name)} {Option(option, words)} -d {Quoted(option.Help)}\n");
            script.Append($"{Of(command.Name)} -l help -d 'Show this help.'\n");
        }
        return script.ToString();
    }

    private static string Of(string command) => $"complete -c run.sh -n '__fish_seen_subcommand_from {command}'";

    private static string Argument(CommandSchema command, CommandArgument argument, CompletionWords words) =>
        CompletionWords.IsFile(argument.Name) ? $"{Of(command.Name)} -F\n"
        : words.Of(argument.Name) is { Count: > 0 } list ? $"{Of(command.Name)} -a {Quoted(string.Join(' ', list))}\n" : "";

    private static string Option(CommandOption option, CompletionWords words) => $"-l {option.Name}" + (option.Short.Length > 0 ? $" -s {option.Short}" : "")
        + (!option.TakesValue ? "" : CompletionWords.IsFile(option.Value) ? " -r -F"
            : words.Of(option) is { Count: > 0 } list ? $" -x -a {Quoted(string.Join(' ', list))}" : " -x");

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
