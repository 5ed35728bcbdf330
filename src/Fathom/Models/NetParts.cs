using Fathom.Saving;

namespace Fathom.Models;

/// <summary>Nets as parts of a <c>.fathom</c> file.</summary>
public static class NetParts
{
    private const string FileName = "net.keras";

    /// <summary>The one kind <c>net</c>: a Keras 3 file, <c>net.keras</c>, with architecture, weights and what the net was compiled with.</summary>
    public static PartKinds Kinds { get; } = new(
        [PartKind.Of<Model>("net", (net, writer) => writer.Write(FileName, net.Save), reader => Model.Load(reader.Open(FileName), FileName, "auto"))]);
}
