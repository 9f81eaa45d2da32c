namespace QuantMatrix.Ingest;

/// <summary>Reads one page or answer of a source, whole.</summary>
/// <param name="path">Path and query behind the source's base address, without any key.</param>
/// <exception cref="Compute.TemporaryException">It cannot be read now.</exception>
/// <exception cref="Compute.ConfigurationException">The source refuses the key, or asks for a payment.</exception>
/// <exception cref="Compute.DataUnfitException">It answers with another error.</exception>
public delegate Task<byte[]> PageReader(string path, CancellationToken ct);
