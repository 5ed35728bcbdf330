namespace Fathom.Layers;

/// <summary>What some layers are once training is over: (x − centre) · scale + offset, feature by feature of the last axis.</summary>
/// <param name="Centre">Per feature.</param>
/// <param name="Scale">Per feature.</param>
/// <param name="Offset">Per feature.</param>
internal sealed record ValueLine(float[] Centre, float[] Scale, float[] Offset);
