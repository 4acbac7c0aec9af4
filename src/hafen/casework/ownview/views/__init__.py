from hafen.casework.ownview.views._desk import code, own_view, own_view_step, sheet

__all__ = ["code", "own_view", "own_view_step", "sheet"]
