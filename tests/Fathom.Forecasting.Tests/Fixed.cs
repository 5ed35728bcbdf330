using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

/// <summary>Splits given by hand, wrong ones too.</summary>
internal sealed class Fixed(params Split[] splits) : ISplitter
{
    public IEnumerable<Split> Split(LabelSpans spans) => splits;

    public int Count(LabelSpans spans) => splits.Length;
}
