using System.Text;

namespace QuantMatrix.Batch.Cli.Completion;

/// <summary>Completion for bash: a function that reads the words before the cursor.</summary>
internal static class BashCompletion
{
    public static string Text(CompletionWords words)
    {
        var script = new StringBuilder("""
            # Completion of ./run.sh for bash: source <(./run.sh completion bash)
            _quantmatrix() {
              local cur=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]:-} prev=${COMP_WORDS[COMP_CWORD-1]} words= files=
              COMPREPLY=()
              if [ "$COMP_CWORD" -eq 1 ]; then
                words='
            """.TrimEnd('\n'));
        script.Append(string.Join(' ', CompletionWords.Commands.Select(c => c.Name))).Append("'\n  else\n    case \"$verb $prev\" in\n");
        script.Append($"      'help help') words='{string.Join(' ', CommandSchema.All.Select(c => c.Name))}' ;;\n");
        foreach (var command in CommandSchema.All)
            foreach (var option in command.Options.Where(o => o.TakesValue))
                script.Append($"      {Patterns(command, option)}) words='{string.Join(' ', words.Of(option))}'{Files([option.Value])} ;;\n");
        script.Append("      *) case \"$verb\" in\n");
        foreach (var command in CommandSchema.All)
            script.Append($"        {command.Name}) words='{string.Join(' ', All(command, words))}'{Files(command.Arguments.Select(a => a.Name))} ;;\n");
        script.Append("""
                  esac ;;
                esac
              fi
              local IFS=$' \t\n'
              COMPREPLY=($(compgen -W "$words" -- "$cur"))
              if [ -n "$files" ]; then compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); fi
            }
            complete -F _quantmatrix run.sh

            """);
        return script.ToString();
    }

    private static string Patterns(CommandSchema command, CommandOption option) =>
        $"'{command.Name} --{option.Name}'" + (option.Short.Length > 0 ? $"|'{command.Name} -{option.Short}'" : "");

    private static IEnumerable<string> All(CommandSchema command, CompletionWords words) =>
        [.. command.Arguments.SelectMany(a => words.Of(a.Name)), .. command.Options.Select(o => $"--{o.Name}"), "--help"];

    private static string Files(IEnumerable<string> values) => values.Any(CompletionWords.IsFile) ? " files=1" : "";
}
