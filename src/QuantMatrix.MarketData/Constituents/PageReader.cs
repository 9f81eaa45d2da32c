namespace QuantMatrix.MarketData.Constituents;

/// <summary>Reads one page or answer of a source, whole.</summary>
/// <param name="path">Path and query behind the source's base address, without any key.</param>
/// <exception cref="TemporaryException">It cannot be read now.</exception>
/// <exception cref="ConfigurationException">The source refuses the key, or asks for a payment.</exception>
/// <exception cref="DataUnfitException">It answers with another error.</exception>
public delegate Task<byte[]> PageReader(string path, CancellationToken ct);
