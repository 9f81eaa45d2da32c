namespace QuantMatrix.Publish.Tables;

/// <summary>Takes the values of a row, one column after the other; the type given must be the column's.</summary>
internal interface IRowWriter
{
    void Add(string? text);

    void Add(double? number);

    void Add(decimal? amount);

    void Add(long? number);

    void Add(int? number);

    void Add(bool? flag);

    void Add(DateOnly? date);

    void Add(DateTimeOffset time);

    /// <summary>What a clock showed, whose zone is not told.</summary>
    void Add(DateTime? clock);

    void AddJson(ReadOnlySpan<byte> json);
}
