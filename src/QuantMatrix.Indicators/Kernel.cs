namespace QuantMatrix.Indicators;

/// <summary>Fills an indicator's outputs from its inputs, rows <see cref="Frame.Start"/> and later; pure, no allocation.</summary>
public delegate void Kernel(in KernelContext frame);
