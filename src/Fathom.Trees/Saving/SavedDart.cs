namespace Fathom.Trees;

/// <summary>The options of <see cref="Dart"/>.</summary>
internal sealed record SavedDart(double DropRate, double SkipRate, int? MaxDrop, DartNormalization Normalization)
{
    internal static SavedDart Of(Dart dart) => new(dart.DropRate, dart.SkipRate, dart.MaxDrop, dart.Normalization);

    internal Dart ToDart() => new() { DropRate = DropRate, SkipRate = SkipRate, MaxDrop = MaxDrop, Normalization = Normalization };
}
