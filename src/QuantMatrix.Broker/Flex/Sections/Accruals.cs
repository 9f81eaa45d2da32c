using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>Accruals: dividends as they are posted and reversed, interest by currency.</summary>
internal static class Accruals
{
    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("ChangeInDividendAccruals", "ChangeInDividendAccrual", "dividend_accruals", "Dividend accruals posted (Po) and reversed (Re)",
            ["account_id", "accrual_id"],
            [
                Id("accrual_id", "Row identifier", "transactionID"),
                Date("date", "Posting date"),
                Date("report_date", "Booking date", "reportDate", "date"),
                Date("ex_date", "Ex-dividend date"),
                Date("pay_date", "Payment date"),
                Number("quantity", "Units entitled to the dividend"),
                Number("gross_rate", "Gross dividend per unit"),
                Number("gross_amount", "Gross amount before tax and fee, negative when reversed"),
                Number("tax", "Withholding tax"),
                Number("fee", "Depositary fee"),
                Number("net_amount", "Amount after tax and fee"),
                Text("code", "Po posted, Re reversed"),
                .. FlexSection.Money, .. FlexSection.Instrument,
            ])
        {
            LevelOfDetail = "DETAIL",
            Identity = ["conid", "broker_symbol", "date", "report_date", "ex_date", "pay_date", "code", "quantity", "gross_amount", "tax"],
        },
        new("InterestAccruals", "InterestAccrualsCurrency", "interest_accruals", "Interest accrued and not yet paid, by currency",
            ["account_id", "model", "from_date", "to_date", "currency"],
            [
                .. FlexSection.Period,
                Text("currency", "Currency of the row's amounts").Required(),
                Number("starting_accrual_balance", "Balance at the start of the period"),
                Number("interest_accrued", "Interest accrued in the period"),
                Number("accrual_reversal", "Accruals reversed by payment in the period"),
                Number("fx_translation", "Effect of exchange rate changes"),
                Number("ending_accrual_balance", "Balance at the end of the period"),
            ])
        {
            ExcludedCurrency = Balances.Base,
        },
    ];
}
