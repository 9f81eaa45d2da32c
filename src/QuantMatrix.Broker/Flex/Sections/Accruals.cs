using static QuantMatrix.Broker.Flex.Sections.FlexColumn;

namespace QuantMatrix.Broker.Flex.Sections;

/// <summary>What is earned and not yet paid: dividends as they are posted and reversed, interest by currency.</summary>
internal static class Accruals
{
    public static IReadOnlyList<FlexSection> All { get; } =
    [
        new("ChangeInDividendAccruals", "ChangeInDividendAccrual", "dividend_accruals", "Dividends posted to the accruals (Po) and taken out of them (Re)", ["account_id", "accrual_id"],
        [
            Id("accrual_id", "Tells rows apart", "transactionID"),
            Date("date", "When it was posted"),
            Date("report_date", "The day it is in the books", "reportDate", "date"),
            Date("ex_date", "First day without the dividend"),
            Date("pay_date", "When it is paid"),
            Number("quantity", "Units it is paid on"),
            Number("gross_rate", "Of a unit"),
            Number("gross_amount", "Before tax and fee, negative when reversed"),
            Number("tax", "Withheld"),
            Number("fee", "Of a depositary"),
            Number("net_amount", "After tax and fee"),
            Text("code", "Po posted, Re reversed"),
            .. FlexSection.Money, .. FlexSection.Instrument,
        ])
        {
            LevelTaken = "DETAIL",
            Identity = ["conid", "broker_symbol", "date", "report_date", "ex_date", "pay_date", "code", "quantity", "gross_amount", "tax"],
        },
        new("InterestAccruals", "InterestAccrualsCurrency", "interest_accruals", "Interest earned and not yet paid, by currency", ["account_id", "from_date", "to_date", "currency"],
        [
            .. FlexSection.Period,
            Text("currency", "Of every amount of the row").Required(),
            Number("starting_accrual_balance", "At the beginning of the first day"),
            Number("interest_accrued", "In between"),
            Number("accrual_reversal", "Paid in between"),
            Number("fx_translation", "By changed rates"),
            Number("ending_accrual_balance", "At the end of the last day"),
        ])
        {
            CurrencyLeftOut = Balances.Base,
        },
    ];
}
