namespace QuantMatrix.Tests.Servers;

/// <summary>What happens to an answer on its way.</summary>
internal enum Accident
{
    None,

    /// <summary>The connection is reset instead of an answer.</summary>
    Reset,

    /// <summary>Nothing comes for thirty seconds.</summary>
    Stall,

    /// <summary>The connection is closed after half of the body.</summary>
    Half,

    /// <summary>Nothing comes for thirty seconds after half of the body.</summary>
    HalfThenStall,

    /// <summary>What comes is not HTTP.</summary>
    Garbage,
}
