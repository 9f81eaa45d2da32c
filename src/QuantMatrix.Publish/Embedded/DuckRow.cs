using System.Text;
using DuckDB.NET.Data;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Appends the values of one row to a DuckDB table without boxing.</summary>
internal sealed class DuckRow(IDuckDBAppenderRow row) : IRowWriter
{
    public void Add(string? text)
    {
        if (text is null) row.AppendNullValue();
        else row.AppendValue(text);
    }

    public void Add(double? number) => row.AppendValue(number);

    public void Add(decimal? amount) => row.AppendValue(amount);

    public void Add(long? number) => row.AppendValue(number);

    public void Add(int? number) => row.AppendValue(number);

    public void Add(bool? flag) => row.AppendValue(flag);

    public void Add(DateOnly? date) => row.AppendValue(date);

    public void Add(DateTimeOffset time) => row.AppendValue(time);

    public void Add(DateTime? clock) => row.AppendValue(clock);

    public void AddJson(ReadOnlySpan<byte> json) => row.AppendValue(Encoding.UTF8.GetString(json));
}
