using System.Text;

namespace QuantMatrix.Batch.Config;

/// <summary>Names in YAML, on the command line and in reports: <c>BatchSize</c> is <c>batch_size</c>, <c>MaxDays5m</c> is <c>max_days_5m</c>.</summary>
public static class SnakeCase
{
    public static string Of(string pascal)
    {
        var snake = new StringBuilder(pascal.Length + 8);
        for (var i = 0; i < pascal.Length; i++)
        {
            var beginsNumber = i > 0 && char.IsAsciiDigit(pascal[i]) && char.IsAsciiLetterLower(pascal[i - 1]);
            if (i > 0 && (char.IsAsciiLetterUpper(pascal[i]) || beginsNumber)) snake.Append('_');
            snake.Append(char.ToLowerInvariant(pascal[i]));
        }
        return snake.ToString();
    }
}
