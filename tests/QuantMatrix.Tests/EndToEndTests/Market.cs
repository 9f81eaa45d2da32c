using System.Globalization;
using System.Text;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Files of made-up bars for a replay folder.</summary>
internal static class Market
{
    public const string Header = "date,open,high,low,close,volume";

    /// <summary>A file a symbol, <c>S00.csv</c>, <c>S01.csv</c> …, the first of them with rows that break a rule.</summary>
    public static void Write(string folder, int symbols, int sessions)
    {
        Directory.CreateDirectory(folder);
        for (var s = 0; s < symbols; s++) File.WriteAllText(Path.Combine(folder, $"S{s:00}.csv"), Csv(s, sessions) + (s == 0 ? Broken : ""));
    }

    public static string Csv(int seed, int sessions) => Lines(Header, Series.Walk(seed, sessions).Select(Row));

    /// <summary>A header, then rows.</summary>
    public static string Lines(string header, IEnumerable<string> rows) =>
        new StringBuilder(header).Append('\n').AppendJoin('\n', rows).Append('\n').ToString();

    public static string Row(Bar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{Day.Text(bar.Day)},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");

    private const string Broken = "2014-12-30,10,9,8,9,100\n2014-12-31,,11,9,10,100\n";
}
