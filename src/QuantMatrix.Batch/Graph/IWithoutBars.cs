namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work that asks nobody for bars or members: a run of such work alone opens no source.</summary>
public interface IWithoutBars;
