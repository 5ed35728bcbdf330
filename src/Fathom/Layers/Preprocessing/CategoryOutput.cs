namespace Fathom.Layers;

/// <summary>How categories, numbered from 0, leave a layer that finds them (Keras's <c>output_mode</c>).</summary>
public enum CategoryOutput
{
    /// <summary>The number of each.</summary>
    Integer,

    /// <summary>For each category a row with a one at its number: (…, n) becomes (…, n, categories), and (…, 1) becomes (…, categories).</summary>
    OneHot,

    /// <summary>For each sample one row, one for every category that occurs in it: (…, n) becomes (…, categories).</summary>
    MultiHot,

    /// <summary>For each sample one row, how often every category occurs in it: (…, n) becomes (…, categories).</summary>
    Count,

    /// <summary>
    /// As <see cref="Count"/>, times the inverse document frequency ln(1 + documents / (1 + documents with the category)): of lookups alone.
    /// </summary>
    TfIdf,
}
