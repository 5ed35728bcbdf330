using System.IO.MemoryMappedFiles;

namespace Fathom.Saving;

/// <summary>The end of a file from some byte on, mapped into memory: nothing is read before it is asked for.</summary>
internal sealed class MappedStorage : TensorStorage, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _start;

    public MappedStorage(FileStream file, long start)
    {
        Length = file.Length - start;
        _start = start;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_view.SafeMemoryMappedViewHandle.IsClosed, this);
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_start + offset), destination);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
