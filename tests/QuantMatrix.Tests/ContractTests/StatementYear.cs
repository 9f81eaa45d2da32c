using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>A year of an account: random trades, and one statement of the last seven days a night, of which some nights are missing.</summary>
internal sealed class StatementYear(SessionCalendar calendar)
{
    /// <summary>Times when more nights are missing than a statement covers.</summary>
    public const int Holes = 2;

    private const int Contracts = 3, DaysCovered = 7;

    private readonly Random market = new(7);
    private readonly int[] quantities = new int[Contracts];
    private readonly List<(DateOnly Day, string Xml)> trades = [];

    public IEnumerable<string> Statements()
    {
        var sessions = calendar.Sessions(new(2023, 1, 3), new(2023, 12, 29)).ToList();
        for (var i = 0; i < sessions.Count; i++)
        {
            Trade(sessions[i]);
            var isMissing = i is (> 60 and < 70) or (> 150 and < 162) || (i % 3 == 1 && i is not (60 or 70));
            if (!isMissing) yield return Statement(sessions[i]);
        }
    }

    private void Trade(DateOnly day)
    {
        for (var i = 0; i < Contracts; i++)
        {
            if (market.Next(-3, 4) is var units && units == 0) continue;
            quantities[i] += units;
            trades.Add((day, UnitTests.Broker.FlexXml.Trade(Text(day), i + 1, $"S{i}", $"{units}", $"t{trades.Count}")));
        }
    }

    private string Statement(DateOnly last)
    {
        var first = last.AddDays(1 - DaysCovered);
        var positions = quantities.Select((q, i) => (Quantity: q, Contract: i)).Where(p => p.Quantity != 0)
            .Select(p => Position(Text(last), p.Contract + 1, $"S{p.Contract}", $"{p.Quantity}"));
        return Period("U1", Text(first), Text(last), $"{Text(last)};230000", Positions([.. positions]),
            Trades([.. trades.Where(t => t.Day >= first).Select(t => t.Xml)]), NoMovements);
    }

    private static string Text(DateOnly day) => $"{day:yyyyMMdd}";
}
