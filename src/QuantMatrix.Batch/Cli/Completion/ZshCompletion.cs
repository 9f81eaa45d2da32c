using System.Text;

namespace QuantMatrix.Batch.Cli.Completion;

/// <summary>Completion for zsh, with the help of commands and options beside them.</summary>
internal static class ZshCompletion
{
    public static string Text(CompletionWords words)
    {
        var script = new StringBuilder("""
            #compdef run.sh
            # Completion of ./run.sh for zsh: source <(./run.sh completion zsh)
            _quantmatrix() {
              local -a items
              if (( CURRENT == 2 )); then
                items=(
            """);
        script.Append(Items(CompletionWords.Commands)).Append(")\n    _describe command items\n    return\n  fi\n  case \"$words[2] $words[CURRENT-1]\" in\n");
        script.Append($"    'help help') compadd -- {string.Join(' ', CommandSchema.All.Select(c => c.Name))}; return ;;\n");
        foreach (var command in CommandSchema.All)
            foreach (var option in command.Options.Where(o => o.TakesValue)) script.Append($"    {Patterns(command, option)}) {Value(option, words)} ;;\n");
        script.Append("  esac\n  case \"$words[2]\" in\n");
        foreach (var command in CommandSchema.All) script.Append($"    {command.Name}) {All(command, words)} ;;\n");
        return script.Append("  esac\n}\ncompdef _quantmatrix run.sh\n").ToString();
    }

    private static string Patterns(CommandSchema command, CommandOption option) =>
        $"'{command.Name} --{option.Name}'" + (option.Short.Length > 0 ? $"|'{command.Name} -{option.Short}'" : "");

    private static string Value(CommandOption option, CompletionWords words) => CompletionWords.IsFile(option.Value) ? "_files; return"
        : words.Of(option) is { Count: > 0 } list ? $"compadd -- {string.Join(' ', list)}; return" : "return";

    private static string All(CommandSchema command, CompletionWords words)
    {
        var arguments = command.Arguments.SelectMany(a => words.Of(a.Name)).ToList();
        var items = Items([.. command.Options.Select(o => ($"--{o.Name}", o.Help)), ("--help", "Show this help.")]);
        return (arguments.Count > 0 ? $"compadd -- {string.Join(' ', arguments)}; " : "") + $"items=({items}); _describe option items"
            + (command.Arguments.Any(a => CompletionWords.IsFile(a.Name)) ? "; _files" : "");
    }

    private static string Items(IEnumerable<(string Name, string Help)> items) => string.Join(' ', items.Select(i => $"'{i.Name}:{Quoted(i.Help)}'"));

    private static string Quoted(string help) => help.Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
