namespace QuantMatrix.Model;

/// <summary>A price basis of a provider that differs from the stored one, with nothing to explain it and the provider of the stored bars gone.</summary>
/// <param name="Source">The provider whose prices differ.</param>
/// <param name="Factor">Its closes over the stored ones, at the oldest session of both.</param>
/// <param name="Night">The first night that found it.</param>
public sealed record BasisConflict(string Symbol, string Source, double Factor, DateOnly Night);
