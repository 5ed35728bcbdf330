namespace Fathom.Validation;

/// <summary>A rule that divides labels into training and test sets, one <see cref="Split"/> after another.</summary>
public interface ISplitter
{
    /// <summary>The splits, computed one at a time as they are asked for.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <exception cref="ArgumentException">The rule cannot be applied to these labels, or a training set would be empty; the message says what to change.</exception>
    IEnumerable<Split> Split(LabelSpans spans);

    /// <summary>How many splits <see cref="Split"/> gives for these labels.</summary>
    /// <param name="spans">What every label is made from.</param>
    int Count(LabelSpans spans);
}
