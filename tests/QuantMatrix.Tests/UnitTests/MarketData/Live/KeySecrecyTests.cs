using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>API keys are sent to their provider only and appear in no output.</summary>
public class KeySecrecyTests
{
    [Fact]
    public async Task Keys_are_sent_only_in_headers()
    {
        using var trial = new LiveTrial();
        await trial.Tiingo().FetchAsync(trial.Asked("S001"), default);
        trial.Server.Calls.Single(c => c.Headers.GetValueOrDefault("Authorization") == $"Token {LiveTrial.TiingoKey}").Symbol.ShouldBe("S001");
        await trial.Fmp().FetchAsync(trial.Asked("S000"), default);
        await trial.TwelveData().FetchAsync(trial.Asked("S000"), default);
        await trial.Yahoo().FetchAsync(trial.Asked("S000"), default);

        var (fmp, twelveData, yahoo) = (trial.Server.Calls[1], trial.Server.Calls[2], trial.Server.Calls[3]);
        (fmp.Headers["apikey"], twelveData.Headers["Authorization"]).ShouldBe((LiveTrial.FmpKey, $"apikey {LiveTrial.TwelveDataKey}"));
        trial.Server.Calls.ShouldAllBe(c => !HoldsKey(c.Target));
        yahoo.Headers.Values.ShouldAllBe(v => !HoldsKey(v));
    }

    /// <summary>The provider echoes the key in its errors, then becomes unreachable.</summary>
    [Fact]
    public async Task No_output_of_a_run_contains_a_key()
    {
        using var trial = new LiveTrial(call => call.Symbol switch
        {
            "S000" => ProviderReply.Of(400, $"key {Key(call)} may not ask for this"),
            "S001" => ProviderReply.Of(500, $$"""{"message":"key {{Key(call)}} met an error"}"""),
            "S002" => ProviderReply.Of($$"""{"code":429,"Error Message":"Limit Reach for {{Key(call)}}","message":"{{Key(call)}}"}"""),
            "S003" => ProviderReply.Of($"{Key(call)} is no JSON"),
            "S004" => ProviderReply.Of(Accident.Reset),
            _ => null,
        }, symbols: 20);
        var said = new StringBuilder();
        var source = trial.Source(trial.Fmp(), trial.TwelveData());
        Note(await LiveTrial.AllAsync(source, trial.Requests));
        trial.Server.Die();
        Note(await LiveTrial.AllAsync(source, trial.Requests.Take(4).Select(r => r with { To = r.To.AddDays(-1) }).ToList()));
        foreach (var provider in source.Providers)
        {
            var fault = await Should.ThrowAsync<ProviderException>(() => provider.FetchAsync(trial.Asked("S000"), default));
            said.AppendLine(provider.Tally.DisabledReason).AppendJoin('\n', provider.Tally.Samples).AppendLine(fault.ToString());
        }
        foreach (var (key, value) in trial.Store.Keys) said.AppendLine(key).AppendLine(value.Value).AppendLine(Decoded(value.Value));
        said.AppendJoin('\n', source.Warnings);
        said.AppendLine(trial.Options.ToString());

        said.ToString().ShouldContain("key *** may not ask for this");
        said.ToString().ShouldContain("provider:fmp:response:GET http://127.0.0.1");
        HoldsKey(said.ToString()).ShouldBeFalse();

        void Note(Fetched fetched)
        {
            foreach (var line in fetched.Failures.Cast<object>().Concat(fetched.Fallbacks).Concat(fetched.Rejected)) said.AppendLine(line.ToString());
        }
    }

    /// <summary>The provider echoes the address of the request, then redirects, then becomes unreachable.</summary>
    [Fact]
    public async Task A_key_that_must_be_in_the_query_is_in_no_message_and_not_in_the_cache()
    {
        using var trial = new LiveTrial(call => call.Symbol switch
        {
            "S001" => ProviderReply.Of(400, $"cannot serve {call.Target}"),
            "S002" => ProviderReply.Of(404, $"{{\"message\":\"no {LiveTrial.EodhdKey} here\"}}"),
            "S003" => ProviderReply.Of($"{call.Target} is no JSON"),
            _ => null,
        }, symbols: 20);
        var (eodhd, said) = (trial.Eodhd(), new StringBuilder());
        await eodhd.FetchAsync(trial.Asked("S000"), default);
        foreach (var symbol in new[] { "S001", "S002", "S003" }) await FailAsync(symbol);
        await eodhd.SaveAsync(default);
        trial.Server.Die();
        await FailAsync("S004");
        foreach (var (key, value) in trial.Store.Keys) said.AppendLine(key).AppendLine(value.Value).AppendLine(Decoded(value.Value));

        trial.Server.Calls[0].Target.ShouldEndWith("&fmt=json&api_token=EODHDsecret%2BKEY%2F24680");
        said.ToString().ShouldContain("&api_token=***");
        said.ToString().ShouldContain("no *** here");
        said.ToString().ShouldContain("provider:eodhd:response:GET http://127.0.0.1");
        said.ToString().ShouldNotContain("24680");

        async Task FailAsync(string symbol)
        {
            var fault = await Should.ThrowAsync<ProviderException>(() => eodhd.FetchAsync(trial.Asked(symbol), default));
            said.AppendLine(fault.ToString()).AppendJoin('\n', eodhd.Tally.Samples);
        }
    }

    /// <summary>The place where a long message is truncated is every place of the key in turn.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_key_at_the_end_of_a_truncated_message_leaves_no_part(int status)
    {
        var filler = "";
        using var trial = new LiveTrial(call => ProviderReply.Of(status, $$"""{"message":"{{filler}}{{call.Target}}"}"""));
        for (var length = 0; length < 300; length += 5)
        {
            filler = new('x', length);
            var fault = await Should.ThrowAsync<ProviderException>(() => trial.Eodhd().FetchAsync(trial.Asked("S000"), default));

            if (length < 150) fault.Message.ShouldContain("&api_token=***");
            fault.Message.ShouldNotContain("EODHDs");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_in_place_of_JSON_or_of_a_file_leaves_no_part_of_the_key(bool isBulk)
    {
        var filler = "";
        using var trial = new LiveTrial(call => ProviderReply.Of($"{filler}{call.Target}"), symbols: isBulk ? 3_999 : 1);
        trial.Options = trial.Options with { Retries = 0 };
        for (var length = 0; length < (isBulk ? 60 : 300); length += 5)
        {
            filler = new('x', length);
            var eodhd = trial.Eodhd();
            var night = trial.Symbols.Select(s => new BarRequest(s, trial.Last.AddDays(-14), trial.Last)).ToList();
            if (isBulk) eodhd.Expect(night);
            await Should.ThrowAsync<ProviderException>(() => eodhd.FetchAsync(night[0], default));

            string.Join('\n', eodhd.Tally.Samples.Append(eodhd.Tally.FirstFault)).ShouldNotContain("EODHDs");
        }
    }

    private static string Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    private static string Key(ProviderCall call) => call.Headers.TryGetValue("apikey", out var key) ? key : call.Headers["Authorization"].Split(' ')[1];

    private static bool HoldsKey(string text) =>
        text.Contains(LiveTrial.FmpKey, StringComparison.OrdinalIgnoreCase) || text.Contains(LiveTrial.TwelveDataKey, StringComparison.OrdinalIgnoreCase);
}
