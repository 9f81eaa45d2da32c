using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

/// <summary>A random walk on real sessions, and the comparison of what a folder gives with it.</summary>
internal static class Truth
{
    public static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);
    public static readonly DateOnly Today = new(2025, 6, 30);

    /// <summary>Bars with prices of two decimals around <paramref name="price"/>, oldest first.</summary>
    public static List<Bar> Walk(int seed, int sessions, double price = 100)
    {
        var random = new Random(seed);
        var bars = new List<Bar>();
        foreach (var date in Calendar.Sessions(Calendar.Back(Today, sessions - 1), Today))
        {
            var open = Cents(price * (1 + random.NextDouble() * 0.02 - 0.01));
            var close = Cents(open * (1 + random.NextDouble() * 0.04 - 0.02));
            var (high, low) = (Cents(Math.Max(open, close) * 1.01), Cents(Math.Min(open, close) * 0.99));
            bars.Add(new(Day.Of(date), open, high, low, close, double.NaN, random.Next(1_000, 9_999_999)));
            price = close;
        }
        return bars;
    }

    public static Task<ReplayFolder> LoadAsync(TemporaryFolder folder, Func<ReplayOptions, ReplayOptions>? with = null)
    {
        var options = new ReplayOptions { Folder = folder.Path, Today = Today, Calendar = Calendar };
        return TemporaryFolder.LoadAsync(with is null ? options : with(options));
    }

    /// <summary>The stored bars of one symbol.</summary>
    public static List<Bar> Of(ReplayFolder folder, string symbol)
    {
        var (bars, index) = (folder.Bars, folder.Bars.IndexOf(symbol));
        var found = new List<Bar>();
        for (var i = index < 0 ? 0 : bars.Starts[index]; index >= 0 && i < bars.Starts[index + 1]; i++)
            found.Add(new(bars.Days[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.AdjClose[i], bars.Volume[i]));
        return found;
    }

    private static double Cents(double price) => Math.Round(price, 2);
}
