using System.Text;
using System.Text.Json.Nodes;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Damages providers' responses as happens in the field: every response keeps the truth, lacks part of it, or is visibly wrong.</summary>
internal sealed class FaultyAnswers(int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);

    /// <summary>The response as it is, or with one fault.</summary>
    public ProviderReply Of(ProviderCall call, ProviderReply reply)
    {
        lock (gate)
        {
            if (reply.Status != 200 || reply.Body.Length < 3) return reply;
            return random.Next(14) switch
            {
                0 => ProviderReply.Of(Encoding.UTF8.GetString(reply.Body.AsSpan(0, random.Next(reply.Body.Length)))),
                1 => ProviderReply.Of("<html><head><title>Sign in</title></head><body>Please sign in.</body></html>"),
                2 => ProviderReply.Of(404, "no such symbol"),
                < 10 and var fault => Rewritten(reply, fault),
                _ => reply,
            };
        }
    }

    private ProviderReply Rewritten(ProviderReply reply, int fault)
    {
        var root = JsonNode.Parse(reply.Body)!;
        if (root is JsonArray rows) Change(rows, fault);
        else if (root["values"] is JsonArray values)
        {
            if (fault == 3) root["meta"]!["currency"] = "EUR";
            else Change(values, fault);
        }
        else if (root["chart"]?["result"]?[0] is JsonObject chart)
        {
            if (fault == 3) chart["meta"]!["currency"] = "GBp";
            else ChangeColumns(chart, fault);
        }
        return ProviderReply.Of(root.ToJsonString());
    }

    /// <summary>Rows as objects: FMP and Twelve Data.</summary>
    private void Change(JsonArray rows, int fault)
    {
        if (rows.Count == 0 || rows[0] is not JsonObject) return;
        var at = random.Next(rows.Count);
        switch (fault)
        {
            case 4: rows.RemoveAt(at); break;
            case 5: rows.RemoveAt(rows.Count - 1); break;
            case 6: rows.Insert(at, rows[at]!.DeepClone()); break;
            case 7: Shuffle(rows); break;
            case 8: rows[at]!["close"] = null; break;
            case 9: foreach (var row in rows.OfType<JsonObject>()) row["volume"] = double.Parse($"{row["volume"]}") + 0.25; break;
        }
    }

    /// <summary>Rows as columns of the same length: Yahoo.</summary>
    private void ChangeColumns(JsonObject chart, int fault)
    {
        if (chart["timestamp"] is not JsonArray { Count: > 0 } times) return;
        var quote = (JsonObject)chart["indicators"]!["quote"]![0]!;
        List<JsonArray> columns = [times, .. quote.Select(c => (JsonArray)c.Value!), (JsonArray)chart["indicators"]!["adjclose"]![0]!["adjclose"]!];
        var at = random.Next(times.Count);
        switch (fault)
        {
            case 4: columns.ForEach(c => c.RemoveAt(at)); break;
            case 5: columns.ForEach(c => c.RemoveAt(c.Count - 1)); break;
            case 6: columns.ForEach(c => c.Insert(at, c[at]!.DeepClone())); break;
            case 7: times.RemoveAt(at); break; // columns of unequal length
            case 8: columns.Skip(1).ToList().ForEach(c => c[at] = null); break;
            case 9: for (var i = 0; i < times.Count; i++) quote["volume"]![i] = quote["volume"]![i]!.GetValue<long>() + 0.25; break;
        }
    }

    private void Shuffle(JsonArray rows)
    {
        var all = rows.ToList();
        rows.Clear();
        foreach (var row in all.OrderBy(_ => random.Next())) rows.Add(row);
    }
}
