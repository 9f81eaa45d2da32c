namespace QuantMatrix.Indicators;

/// <summary>One file of <c>Indicators/</c>: its columns beside its kernel. Found by <see cref="Catalogue"/>; nothing else lists it.</summary>
public interface IIndicators
{
    IEnumerable<Indicator> All { get; }
}
