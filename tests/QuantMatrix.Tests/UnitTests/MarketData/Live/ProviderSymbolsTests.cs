using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class ProviderSymbolsTests
{
    [Theory]
    [InlineData("MSFT", "MSFT", "MSFT", "MSFT", "MSFT", "MSFT")]
    [InlineData("ACMEW", "ACMEW", "ACMEW", "ACMEW", "ACMEW", "ACMEW")]
    [InlineData("BRK-B", "BRK-B", "BRK-B", "BRK.B", "BRK-B", "BRK-B")]
    [InlineData("BAC-PL", "BAC-PL", "BAC-PL", "BAC.PR.L", "BAC-PL", "BAC-P-L")]
    [InlineData("BAC-PRL", "BAC-PL", "BAC-PL", "BAC.PR.L", "BAC-PL", "BAC-P-L")]
    [InlineData("ALL-PR", "ALL-PR", "ALL-PR", "ALL.PR.R", "ALL-PR", "ALL-P-R")]
    [InlineData("TY-P", "TY-P", "TY-P", "TY.PR", "TY-P", "TY-P")]
    [InlineData("ACME-UN", "ACME-UN", "ACME-UN", "ACME.U", "ACME-UN", "ACME-U")]
    [InlineData("ACME-U", "ACME-UN", "ACME-UN", "ACME.U", "ACME-UN", "ACME-U")]
    [InlineData("ACME-WT", "ACME-WT", "ACME-WT", "ACME.WS", "ACME-WT", "ACME-WS")]
    [InlineData("ACME-WS", "ACME-WT", "ACME-WT", "ACME.WS", "ACME-WT", "ACME-WS")]
    [InlineData("ACME-W", "ACME-WT", "ACME-WT", "ACME.WS", "ACME-WT", "ACME-WS")]
    [InlineData("ACME-WTA", "ACME-WTA", "ACME-WTA", "ACME.WS.A", "ACME-WTA", "ACME-WS-A")]
    [InlineData("ACME-R", "ACME-RI", "ACME-RI", "ACME.R", "ACME-RI", "ACME-R")]
    [InlineData("ACME-RI", "ACME-RI", "ACME-RI", "ACME.R", "ACME-RI", "ACME-R")]
    [InlineData("ACME-WI", "ACME-WI", "ACME-WI", "ACME.WI", "ACME-WI", "ACME-WI")]
    public void Each_provider_is_asked_in_its_own_form(string symbol, string yahoo, string fmp, string twelveData, string eodhd, string tiingo)
    {
        string[] forms = [yahoo, fmp, twelveData, eodhd, tiingo];

        new[] { Yahoo.Provider, Fmp.Provider, TwelveData.Provider, Eodhd.Provider, Tiingo.Provider }.Select(p => ProviderSymbols.Of(p, symbol)).ShouldBe(forms);
        forms.ShouldAllBe(form => ProviderSymbols.AreSame(symbol, form));
    }

    [Theory]
    [InlineData("BRK-B", "BRK.B BRK/B brk-b", "BRK BRKB BRK-A BRK.WS BRK-PB")]
    [InlineData("BAC-PL", "BAC PRL|BAC.PR.L|BAC-P-L|BAC.PRL|BAC/PRL|BAC-PL", "BAC BACL BAC-L BAC-PB BAC.PR")]
    [InlineData("TY-P", "TY PR|TY.PR|TY/PR", "TY TY-PR TY-PA")]
    [InlineData("ALL-PR", "ALL PRR|ALL.PR.R|ALL-P-R", "ALL.PR ALL-R ALL-P")]
    [InlineData("ACME-UN", "ACME.U ACME-U ACME/U ACME.UN", "ACME ACMEU ACME-A ACME-W")]
    [InlineData("ACME-WT", "ACME.WS ACME-WS ACME/WS ACME-W", "ACME ACMEW ACME-WTA ACME-WI ACME-R")]
    [InlineData("ACME-WTA", "ACME.WS.A|ACME WSA|ACME-WS-A", "ACME-WT ACME-WTB ACME-A")]
    [InlineData("ACME-R", "ACME.R ACME-RT ACME-RI", "ACME ACMER ACME-A")]
    public void A_response_is_recognized_in_any_form_of_its_security_and_of_no_other(string symbol, string same, string others)
    {
        same.Split(same.Contains('|') ? '|' : ' ').ShouldAllBe(form => ProviderSymbols.AreSame(symbol, form));
        others.Split(' ').ShouldAllBe(form => !ProviderSymbols.AreSame(symbol, form));
    }
}
