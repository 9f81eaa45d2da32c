namespace QuantMatrix.Publish;

/// <summary>An interval during which a symbol was a member of an index.</summary>
/// <param name="FirstSeen">First day on the member list.</param>
/// <param name="BecameInactive">First day no longer on it; null while it is a member.</param>
public sealed record Membership(string Index, string Symbol, DateOnly FirstSeen, DateOnly? BecameInactive);
