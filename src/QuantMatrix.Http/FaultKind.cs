namespace QuantMatrix.Http;

/// <summary>What follows from a provider's fault.</summary>
public enum FaultKind
{
    /// <summary>The same call may succeed in a moment.</summary>
    Transient,

    /// <summary>This symbol is not served, or its answer cannot be used; another one may be.</summary>
    Symbol,

    /// <summary>The provider is not asked again in this run.</summary>
    Provider,
}
