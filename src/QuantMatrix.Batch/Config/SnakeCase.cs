using System.Text;

namespace QuantMatrix.Batch.Config;

/// <summary>Names in YAML, on the command line and in reports: <c>BatchSize</c> is <c>batch_size</c>.</summary>
public static class SnakeCase
{
    public static string Of(string pascal)
    {
        var snake = new StringBuilder(pascal.Length + 8);
        foreach (var letter in pascal)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }
        return snake.ToString();
    }
}
