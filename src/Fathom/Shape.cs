namespace Fathom;
/// <summary>x</summary>
public class Shape;
