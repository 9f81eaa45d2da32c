namespace QuantMatrix.Indicators;

/// <summary>One indicator placed in a plan: which slots of the panel it reads and fills.</summary>
/// <param name="Indicator">What runs.</param>
/// <param name="Inputs">Slot of each input.</param>
/// <param name="Outputs">Slot of each output.</param>
/// <param name="Scratch">Slot for the kernel's own use, shared by all steps.</param>
/// <param name="Start">First row where all inputs have values.</param>
/// <param name="Readers">Places, in the plan, of the steps that read an output.</param>
/// <param name="Published">Place of each output among the published columns, or -1.</param>
internal sealed record PlanStep(Indicator Indicator, int[] Inputs, int[] Outputs, int Scratch, int Start, int[] Readers, int[] Published);
